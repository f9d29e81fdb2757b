/** One end of an edge: `node.port`. */
export interface PortName {
  readonly node: string
  readonly port: string
}

/** Takes `node.port` apart; null where it is not written so. */
export const parsePort = (text: string): PortName | null => {
  const dot = text.indexOf('.')
  if (dot < 1 || dot === text.length - 1 || text.includes('.', dot + 1)) return null
  return { node: text.slice(0, dot), port: text.slice(dot + 1) }
}

/** The node of the flow itself that a node lies in: itself, or for `clean/check` of an inner flow the node `clean`. */
export const ownNode = (id: string): string => id.split('/')[0] ?? id

/** Writes `node.port`. */
export const portText = (node: string, port: string): string => `${node}.${port}`
