// Where the application begins on its server, whatever its context path: "/", or "/chat/". Read from this module's own
// address; a test that has it from a file is at "/".
const { protocol, pathname } = new URL("../", import.meta.url);

export const HOME = protocol === "file:" ? "/" : pathname;
