/** Lets at most `width` tasks run at once, the others in the order in which they came. */
export class Queue {
  private running = 0
  private readonly waiting: (() => void)[] = []

  constructor(private readonly width: number) {}

  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.running >= this.width) await this.turn(signal)
    signal?.throwIfAborted()
    this.running += 1
    try {
      return await task()
    } finally {
      this.running -= 1
      this.waiting.shift()?.()
    }
  }

  private turn(signal?: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const go = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        const place = this.waiting.indexOf(go)
        if (place < 0) return
        this.waiting.splice(place, 1)
        resolve()
      }
      this.waiting.push(go)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }
}
