/** The parts of a flag's sentence around each raw text, with the column's name put in as it is. */
export const messageParts = (message: string, column: string): readonly string[] =>
  message.split('{raw}').map(part => part.replaceAll('{column}', () => column))
