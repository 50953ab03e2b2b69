// One secret for all: as text for those who take text, and as 32 bytes for those who take a key.
export const SECRET = "a secret that is as long as Phoenix wants its secrets to be: 64 bytes";
export const KEY = new TextEncoder().encode(SECRET).slice(0, 32);
