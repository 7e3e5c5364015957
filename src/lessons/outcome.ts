/** What came of a call, in a word: lessons show what fails, and how. */

export const FINE = 'fine'

/** Fine, or the code of the error. */
export async function outcomeOf(call: () => unknown): Promise<string> {
  try {
    await call()
    return FINE
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}
