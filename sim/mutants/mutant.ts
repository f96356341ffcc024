/** One small change of a file, made while it is loaded. */
export interface Edit {
  /** From the root of the repository. */
  file: string;
  /** Occurs exactly once in the file. */
  find: string;
  replace: string;
}

/** A bug planted on purpose, to see that the simulator finds it. Nothing of it is in what ships. */
export interface Mutant {
  /** What is wrong, in words. */
  name: string;
  edits: readonly Edit[];
  /** A seed that is known to find it, for the reduced run; the run itself verifies it. */
  seed?: number;
}

/** A bug of one edit. */
export function bug(name: string, file: string, find: string, replace: string): Mutant {
  return { name, edits: [{ file, find, replace }] };
}

/** A bug that takes several edits. */
export function bugs(name: string, ...edits: readonly (readonly [string, string, string])[]): Mutant {
  return { name, edits: edits.map(([file, find, replace]) => ({ file, find, replace })) };
}

/** The source with its edits. Throws RangeError where a text to be replaced is not there exactly once. */
export function patched(source: string, file: string, mutant: Mutant): string {
  return mutant.edits
    .filter((edit) => edit.file === file)
    .reduce((text, { find, replace }) => {
      const parts = text.split(find);
      if (parts.length !== 2)
        throw new RangeError(`"${mutant.name}": its text is ${parts.length - 1} times in ${file}, not once`);
      return parts.join(replace);
    }, source);
}
