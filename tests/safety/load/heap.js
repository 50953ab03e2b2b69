// @ts-check
// What one Worker's isolate holds, as workerd's inspector tells it: its heap, what its objects keep outside of it, and their buffers.

/** @param {URL} inspector @param {string} id the Worker's, among those that the inspector lists @returns {Promise<number>} bytes */
export async function heapOf(inspector, id) {
  const socket = new WebSocket(new URL(`/${id}`, inspector));
  try {
    return await new Promise((resolve, reject) => {
      socket.onerror = () => reject(new Error("the inspector took no connection"));
      socket.onclose = () => reject(new Error("the inspector closed before it had answered"));
      socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: "Runtime.getHeapUsage" }));
      socket.onmessage = ({ data }) => {
        const { id, result, error } = JSON.parse(data);
        if (id !== 1) return;
        if (error) return reject(new Error(error.message));
        resolve(result.usedSize + result.embedderHeapUsedSize + result.backingStorageSize);
      };
    });
  } finally {
    socket.close();
  }
}
