import { csv, pad, seeded } from './random.ts'

const categories = ['Books', 'Garden', 'Kitchen', 'Toys']

/** Orders, their items and the products; the fact table is worked out here by plain loops over integers (cents). */
export const salesMart = (): { data: Record<string, string>; expected: unknown } => {
  const random = seeded(7)
  const products = Array.from({ length: 60 }, (_, i) => ({
    sku: `P${pad(i + 1, 3)}`,
    title: `${random.pick(['Small', 'Large', 'Blue', 'Old'])} ${random.pick(['lamp', 'spade', 'book', 'kettle', 'kite'])}`,
    category: categories[i % categories.length]!,
    cents: 199 + random.below(9800),
  }))
  const orders: (string | number)[][] = []
  const items: (string | number | null)[][] = []
  const facts = new Map<string, { orders: Set<number>; quantity: number; cents: number }>()
  let itemsWithoutOrder = 0
  let itemsWithoutProduct = 0
  let badQuantity = 0
  let cancelledItems = 0
  const addItem = (order: { id: number; month: string; status: string } | null, orderId: number) => {
    const known = !random.chance(0.01)
    const product = random.pick(products)
    const sku = known ? product.sku : `X${pad(random.below(100), 3)}`
    const quantity = random.chance(0.02) ? -random.below(3) : 1 + random.below(6)
    items.push([items.length + 1, orderId, random.chance(0.1) ? ` ${sku.toLowerCase()} ` : sku, quantity])
    if (order === null) itemsWithoutOrder++
    else if (order.status === 'cancelled') cancelledItems++
    else if (!known) itemsWithoutProduct++
    else if (quantity <= 0) badQuantity++
    else {
      const key = `${order.month}\t${product.category}`
      const fact = facts.get(key) ?? { orders: new Set<number>(), quantity: 0, cents: 0 }
      fact.orders.add(order.id)
      fact.quantity += quantity
      fact.cents += quantity * product.cents
      facts.set(key, fact)
    }
  }
  for (let i = 0; i < 1500; i++) {
    const id = 5001 + i
    const [month, day] = [1 + random.below(6), 1 + random.below(28)]
    const status = random.chance(0.08) ? 'cancelled' : random.pick(['paid', 'shipped'])
    orders.push([
      id,
      `${pad(day)}.${pad(month)}.2024`,
      1 + random.below(400),
      random.chance(0.2) ? status.toUpperCase() : status,
    ])
    const lines = 1 + random.below(4)
    for (let line = 0; line < lines; line++) addItem({ id, month: `2024-${pad(month)}-01`, status }, id)
  }
  for (let i = 0; i < 12; i++) addItem(null, 99_000 + i)
  const fact = [...facts].map(([key, f]) => [...key.split('\t'), f.orders.size, f.quantity, (f.cents / 100).toFixed(2)])
  fact.sort((a, b) => (`${a[0]}${a[1]}` < `${b[0]}${b[1]}` ? -1 : 1))
  const decimalComma = (cents: number) => `${Math.floor(cents / 100)},${pad(cents % 100)}`
  const semicolons = (header: readonly string[], rows: readonly (readonly (string | number | null)[])[]) =>
    `${[header, ...rows].map(row => row.join(';')).join('\n')}\n`
  return {
    data: {
      'data/orders.csv': csv(['order_id', 'order_date', 'customer_id', 'status'], orders),
      'data/items.csv': csv(['item_id', 'order_id', 'sku', 'quantity'], items),
      'data/products.csv': semicolons(
        ['sku', 'title', 'category', 'price'],
        products.map(p => [p.sku, p.title, p.category, decimalComma(p.cents)]),
      ),
      'expected/fact_sales.csv': csv(['month', 'category', 'orders', 'quantity', 'revenue'], fact),
    },
    expected: {
      sinks: { mart: fact.length, rejected: badQuantity, lost: itemsWithoutOrder },
      ports: {
        'with_order.right_only': itemsWithoutOrder,
        'live.rest': cancelledItems,
        'with_product.left_only': itemsWithoutProduct,
        'check.reject': badQuantity,
      },
    },
  }
}
