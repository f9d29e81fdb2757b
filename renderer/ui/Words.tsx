interface Part {
  readonly text: string
  readonly code: boolean
  readonly start: number
}

const partsOf = (text: string): readonly Part[] => {
  let start = 0
  return text.split('`').map((part, index) => {
    const at = start
    start += part.length + 1
    return { text: part, code: index % 2 === 1, start: at }
  })
}

/** A sentence of a problem: what stands between backticks is code. */
export const Words = ({ text }: { readonly text: string }) =>
  partsOf(text).map(part =>
    part.code ? (
      <code key={part.start} className="mono">
        {part.text}
      </code>
    ) : (
      part.text
    ),
  )
