/** Posts JSON to a Worker. @returns {Promise<{ text: string, took: number }>} what it answered, after how many milliseconds */
export async function ask(origin, body) {
  const began = performance.now();
  const response = await fetch(origin, { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  const took = performance.now() - began;
  if (!response.ok) throw new Error(text);
  return { text, took };
}
