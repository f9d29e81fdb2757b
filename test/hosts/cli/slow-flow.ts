import { ordersFlow } from './weir.ts'

/** Takes a while: for the first size long enough for others to begin meanwhile. */
export const slowFlow = (size: number, path = 'out/good.csv') => ({
  ...ordersFlow,
  nodes: {
    ...ordersFlow.nodes,
    good: { ...ordersFlow.nodes.good, settings: { path } },
    bad: { ...ordersFlow.nodes.bad, settings: { path: path.replace('good', 'bad') } },
    big: {
      kind: 'transform.sql',
      version: 1,
      settings: {
        inputs: ['orders'],
        sql: [
          `SELECT o.*, s FROM orders o, (SELECT sum(sin(a.i * b.i)) AS s FROM range(20000) a(i), range(${size}) b(i))`,
        ],
      },
    },
  },
  edges: ordersFlow.edges.map(edge =>
    edge.to === 'big.in'
      ? { ...edge, to: 'big.orders' }
      : edge.from === 'big.match'
        ? { ...edge, from: 'big.out' }
        : edge,
  ),
})
