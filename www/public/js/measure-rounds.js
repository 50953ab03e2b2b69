// Times taken in turns: each round has every contestant once, in another order, and what counts is the median round.
// A turn is a slice of a few milliseconds, after which the page may do something else.

const SLICE = 12;
const AT_ONCE = 16;

// Held, so that no engine finds out that nobody wants the results.
export let result;

// Repeats a job and returns the milliseconds it took. Who answers at once is not made to wait for a promise.
const repeat = {
  now(job, times) {
    const began = performance.now();
    for (let at = 0; at < times; at += 1) result = job(at);
    return performance.now() - began;
  },
  async inTurn(job, times) {
    const began = performance.now();
    for (let at = 0; at < times; at += 1) result = await job(at);
    return performance.now() - began;
  },
  async together(job, times) {
    const began = performance.now();
    for (let at = 0; at < times; at += AT_ONCE) result = await Promise.all(Array.from({ length: AT_ONCE }, (_, next) => job(at + next)));
    return performance.now() - began;
  },
};

// Takes [{ job, how }, …], how being a name above; returns the microseconds of one job, for each of them.
export async function measure(turns, rounds, onProgress) {
  const times = [];
  const taken = turns.map(() => []);
  const steps = turns.length * (rounds + 1);
  let step = 0;
  const advance = () => {
    onProgress((step += 1) / steps);
    return rest();
  };
  for (const turn of turns) {
    times.push(await timesInSlice(turn));
    await advance();
  }
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < turns.length; at += 1) {
      // Forwards and backwards: nobody is always after the same neighbour.
      const next = round % 2 ? turns.length - 1 - at : at;
      const { job, how } = turns[next];
      taken[next].push((1000 * (await repeat[how](job, times[next]))) / times[next]);
      await advance();
    }
  }
  return taken.map(median);
}

// How often a job fits into a slice; finding it out also warms it up.
async function timesInSlice({ job, how }) {
  for (let times = AT_ONCE; ; times *= 2) {
    const took = await repeat[how](job, times);
    if (took >= SLICE / 2) return Math.max(AT_ONCE, Math.round((times * SLICE) / took / AT_ONCE) * AT_ONCE);
    await rest();
  }
}

const rest = () => new Promise((resolve) => setTimeout(resolve));

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
