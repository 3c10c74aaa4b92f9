const MIN_LENGTH = 12

/** Short ones are guessed, and the staff number is what a guesser knows first. Counted in characters. */
export function isWeakPassword(staffNo: string, password: string): boolean {
  return [...password].length < MIN_LENGTH || password.includes(staffNo)
}
