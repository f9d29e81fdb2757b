/** Why a pattern cannot be used, and where in it. */
export interface PatternFault {
  readonly at: number
  readonly end: number
  readonly message: string
  readonly hint?: string
}

interface Refused {
  readonly pattern: RegExp
  readonly message: string
  readonly hint?: string
}

const hint = 'write the condition as an expression rule instead'

/** What other dialects have and RE2 has not, where a group begins or after a backslash. */
const refused: readonly Refused[] = [
  { pattern: /\(\?<?[=!]/y, message: 'RE2 has no look-around', hint },
  { pattern: /\(\?>/y, message: 'RE2 has no atomic groups' },
  { pattern: /\(\?\(/y, message: 'RE2 has no conditions' },
  { pattern: /\(\?#/y, message: 'RE2 has no comments' },
  { pattern: /\\[1-9]/y, message: 'RE2 has no back-references', hint },
  { pattern: /\\k[<{']/y, message: 'RE2 has no back-references', hint },
  { pattern: /\\$/y, message: 'it ends in a lone backslash', hint: 'write `\\\\` for a backslash' },
]

const escaped =
  /\\(?:[pP](?:[A-Z]|\{\^?\w+\})|x(?:[0-9a-fA-F]{2}|\{[0-9a-fA-F]{1,6}\})|Q[\s\S]*?(?:\\E|$)|0[0-7]{0,2}|[abfnrtvdDsSwWAzBCE]|[^\w\s]|\s)/y
const classEscape =
  /\\(?:[pP](?:[A-Z]|\{\^?\w+\})|x(?:[0-9a-fA-F]{2}|\{[0-9a-fA-F]{1,6}\})|[0-7]{1,3}|[afnrtvdDsSwW]|[^\w\s]|\s)/y
const group = /\((?:\?(?:P?<[A-Za-z_]\w*>|[imsU]*(?:-[imsU]+)?:))?/y
const flags = /\(\?[imsU]*(?:-[imsU]+)?\)/y
const repeat = /[*+?]|\{(\d+)(?:,(\d*))?\}/y
const posixClass = /\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/y

class Stop extends Error {
  constructor(readonly fault: PatternFault) {
    super(fault.message)
  }
}

const most = 1000

class Reader {
  private at = 0
  private readonly open: number[] = []

  constructor(private readonly text: string) {}

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found !== null) this.at += found[0].length
    return found
  }

  private fail(message: string, at: number, end = at + 1): never {
    throw new Stop({ at, end, message })
  }

  private refuse(): void {
    for (const { pattern, message, hint: what } of refused) {
      pattern.lastIndex = this.at
      const found = pattern.exec(this.text)
      if (found !== null)
        throw new Stop({ at: this.at, end: this.at + found[0].length, message, ...(what ? { hint: what } : {}) })
    }
  }

  private bracket(): void {
    const start = this.at++
    if (this.text[this.at] === '^') this.at++
    for (let first = true; ; first = false) {
      const next = this.text[this.at]
      if (next === undefined) this.fail('a `[` is not closed', start)
      if (next === ']' && !first) break
      if (this.match(posixClass) !== null) continue
      if (next === '\\' && this.match(classEscape) === null)
        this.fail('RE2 does not know this escape', this.at, this.at + 2)
      else if (next !== '\\') this.at += next!.length
    }
    this.at++
  }

  private repetition(): void {
    const start = this.at
    const found = this.match(repeat)
    if (found === null) return
    const [, low, high] = found
    if (low !== undefined) {
      const [least, greatest] = [Number(low), high ? Number(high) : Number(low)]
      if (greatest > most || least > most) this.fail(`RE2 repeats at most ${most} times`, start, this.at)
      if (greatest < least) this.fail('a repetition ends before it begins', start, this.at)
    }
    if (this.text[this.at] === '?') this.at++
    const again = this.at
    if (this.match(repeat) !== null) this.fail('a repetition of a repetition needs a group', again, this.at)
  }

  private atom(): boolean {
    const start = this.at
    this.refuse()
    const next = this.text[start]
    switch (next) {
      case '(':
        if (this.match(flags) !== null) return false
        this.match(group)
        if (this.text[this.at] === '?' && this.at === start + 1)
          this.fail('RE2 does not know this kind of group', start, start + 3)
        this.open.push(start)
        return false
      case ')':
        if (this.open.pop() === undefined) this.fail('a `)` has no `(`', start)
        this.at++
        return true
      case '[':
        this.bracket()
        return true
      case '\\':
        if (this.match(escaped) === null) this.fail('RE2 does not know this escape', start, start + 2)
        return true
      case '|':
        this.at++
        return false
      case '*':
      case '+':
      case '?':
        return this.fail('there is nothing to repeat', start)
      default:
        if (this.match(repeat) !== null) this.fail('there is nothing to repeat', start, this.at)
        this.at++
        return true
    }
  }

  read(): void {
    while (this.at < this.text.length) if (this.atom()) this.repetition()
    const unclosed = this.open.at(-1)
    if (unclosed !== undefined) this.fail('a `(` is not closed', unclosed)
  }
}

/** Why RE2 would refuse a pattern; null where nothing is seen. Told at check time, so that no run fails on it. */
export const patternFault = (pattern: string): PatternFault | null => {
  try {
    new Reader(pattern).read()
    return null
  } catch (stop) {
    if (stop instanceof Stop) return stop.fault
    throw stop
  }
}
