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
  { pattern: /\\(?:[1-7](?![0-7])|[89])/y, message: 'RE2 has no back-references', hint },
  { pattern: /\(\?<\w/y, message: 'RE2 names a group with `(?P<name>`' },
  { pattern: /\\k[<{']/y, message: 'RE2 has no back-references', hint },
  { pattern: /\\$/y, message: 'it ends in a lone backslash', hint: 'write `\\\\` for a backslash' },
]

const escaped =
  /\\(?:[pP](?:[A-Z]|\{\^?\w+\})|x(?:[0-9a-fA-F]{2}|\{[0-9a-fA-F]{1,6}\})|Q[\s\S]*?(?:\\E|$)|0[0-7]{0,2}|[1-7][0-7]{1,2}|[abfnrtvdDsSwWAzBC]|[^0-9A-Za-z\u0080-\uffff])/y
const classEscaped =
  /\\(?:[pP](?:[A-Z]|\{\^?\w+\})|x(?:[0-9a-fA-F]{2}|\{[0-9a-fA-F]{1,6}\})|0[0-7]{0,2}|[1-7][0-7]{1,2}|[afnrtvdDsSwW]|[^0-9A-Za-z\u0080-\uffff])/y
const group = /\((?:\?(?:P<[A-Za-z_]\w*>|[imsU]*(?:-[imsU]+)?:))?/y
const flags = /\(\?[imsU]*(?:-[imsU]+)?\)/y
const repeat = /[*+?]|\{(\d+)(?:,(\d*))?\}/y
const posixClass = /\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/y

class Stop extends Error {
  constructor(readonly fault: PatternFault) {
    super(fault.message)
  }
}

const most = 1000

/** The code point that a member of a bracket stands for; NaN, which compares with nothing, where it is written as a control. */
const codeOf = (text: string): number => {
  const hex = /^\\x\{?([0-9a-fA-F]+)/.exec(text)?.[1]
  if (hex !== undefined) return Number.parseInt(hex, 16)
  return /^\\\w/.test(text) ? Number.NaN : text.codePointAt(text.length > 1 && text[0] === '\\' ? 1 : 0)!
}

class Reader {
  private at = 0
  private repeatable = false
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

  /** One member of a bracket: the text that stands for it, and whether that is one character. */
  private member(): { readonly text: string; readonly single: boolean } {
    const at = this.at
    if (this.text[at] === '\\') {
      const found = this.match(classEscaped)?.[0] ?? this.fail('RE2 does not know this escape', at, at + 2)
      return { text: found, single: !/^\\[dDsSwWpP]/.test(found) }
    }
    const text = String.fromCodePoint(this.text.codePointAt(at)!)
    this.at += text.length
    return { text, single: true }
  }

  private bracket(): void {
    const start = this.at++
    if (this.text[this.at] === '^') this.at++
    for (let first = true; ; first = false) {
      const next = this.text[this.at]
      if (next === undefined) this.fail('a `[` is not closed', start)
      if (next === ']' && !first) break
      if (this.match(posixClass) !== null) continue
      const from = this.at
      const low = this.member()
      const ranges = low.single && this.text[this.at] === '-' && ![']', undefined].includes(this.text[this.at + 1])
      if (!ranges) continue
      this.at++
      const high = this.member()
      if (!high.single || codeOf(low.text) > codeOf(high.text))
        this.fail('a range ends before it begins', from, this.at)
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
        if (this.match(flags) !== null) return this.repeatable
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
      case '\\': {
        const found = this.match(escaped)?.[0] ?? this.fail('RE2 does not know this escape', start, start + 2)
        return found === '\\Q' || found === '\\Q\\E' ? this.repeatable : true
      }
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
    while (this.at < this.text.length) {
      this.repeatable = this.atom()
      if (this.repeatable) this.repetition()
    }
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

/** A text as a pattern that matches it alone. */
export const quotePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
