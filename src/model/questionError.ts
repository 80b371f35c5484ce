/** What was asked cannot be answered: a pattern, a sample type, a number. The message is for whoever asked. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';
}
