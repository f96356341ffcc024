/** The law that ships with the program, read from its folder. For a program on a computer; a browser is handed the JSON. */
export { LAW_FOLDER, readLaw } from "../adapters/law-files.ts";
