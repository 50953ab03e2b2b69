import { socket } from "../socket.js";

export default defineWebSocketHandler(socket);
