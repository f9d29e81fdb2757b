const everyMs = 100

/** The most bytes that lie in the spill folder from now on, until it is asked. */
export const watchSpill = (spilled: () => Promise<number>): (() => Promise<number>) => {
  let most = 0
  const look = async () => {
    most = Math.max(most, await spilled())
  }
  const timer = setInterval(() => void look().catch(() => undefined), everyMs)
  return async () => {
    clearInterval(timer)
    await look()
    return most
  }
}
