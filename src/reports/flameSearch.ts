import { matcherOf } from '#model/matcher.ts';
import { QuestionError } from '#model/questionError.ts';
import type { FlameFrames } from './flameFrames.ts';

/** Which frames have what is searched for in their name or file. */
export interface FrameSearch {
  matches(row: number): boolean;
  /** Why the search is none: the pattern's error, or empty. */
  readonly problem: string;
}

export const noSearch: FrameSearch = { matches: () => false, problem: '' };

/** Terms in any case, or RE2 behind "re:". A text is tested once; a pattern that does not compile finds nothing, as it may still be typed. */
export function searchFrames(frames: FlameFrames, find: string): FrameSearch {
  try {
    const test = matcherOf(find);
    if (test === undefined) return noSearch;
    // 0 not asked, 1 no, 2 yes.
    const answers = new Uint8Array(frames.count);
    const files = new Map<string, boolean>();
    const inFile = (file: string) => {
      const known = files.get(file);
      if (known !== undefined) return known;
      const answer = file !== '' && test(file);
      files.set(file, answer);
      return answer;
    };
    return {
      matches: (row) => {
        if (answers[row] === 0) answers[row] = test(frames.at(row).name) || inFile(frames.at(row).file) ? 2 : 1;
        return answers[row] === 2;
      },
      problem: '',
    };
  } catch (error) {
    if (error instanceof QuestionError) return { matches: () => false, problem: error.message };
    throw error;
  }
}
