import { describe, expect, it } from 'vitest'
import { newest, newestInTurn } from '#hosts/service/newest.ts'
import { codeOf } from '#test/hosts/folder.ts'

const until = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
const never = new AbortController().signal

describe('requests that replace each other', () => {
  it('abort those for an older view, and stand beside those for the same', async () => {
    const requests = newest()
    const aborted: string[] = []
    const ask = (name: string, view: string) =>
      requests.run(view, never, signal =>
        until(signal).catch(error => {
          aborted.push(name)
          throw error
        }),
      )
    const open = [ask('first', 'a'), ask('second', 'a'), ask('third', 'b')].map(each => each.catch(() => {}))
    await Promise.all(open.slice(0, 2))
    expect(aborted).toEqual(['first', 'second'])
    void ask('fourth', 'c').catch(() => {})
    await open[2]
    expect(aborted).toEqual(['first', 'second', 'third'])
  })

  it('reject an answer that came too late as cancelled', async () => {
    const requests = newest()
    const late = codeOf(requests.run('a', never, async () => new Promise(resolve => setTimeout(() => resolve(1), 20))))
    expect(await requests.run('b', never, async () => 2)).toBe(2)
    expect(await late).toBe('E-CANCELLED')
  })

  it('in turn, do of all that wait only the newest', async () => {
    const run = newestInTurn()
    const began: number[] = []
    const asked = [1, 2, 3, 4].map(n =>
      codeOf(
        run('', never, async () => {
          began.push(n)
          await new Promise(resolve => setTimeout(resolve, 10))
          return n
        }),
      ),
    )
    expect(await Promise.all(asked)).toEqual(['E-CANCELLED', 'E-CANCELLED', 'E-CANCELLED', 'no problem: 4'])
    expect(began.at(-1)).toBe(4)
    expect(began.length).toBeLessThanOrEqual(2)
  })
})
