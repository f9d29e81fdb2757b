/** Freezes plain data, all the way down, and gives it back. */
export const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inside of Object.values(value)) freeze(inside)
  }
  return value
}
