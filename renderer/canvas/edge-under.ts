import type { Point } from '#core/flow/types.ts'

/** The edge at a place on the screen, as `edgeKey` names it, also behind a card. */
export const edgeUnder = ({ x, y }: Point): string | null => {
  for (const element of document.elementsFromPoint(x, y)) {
    const edge = element.closest('.react-flow__edge')
    if (edge) return edge.getAttribute('data-id')
  }
  return null
}
