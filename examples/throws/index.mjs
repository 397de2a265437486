class OrderError extends Error {
  name = 'OrderError'
}

export const handler = async (event) => {
  console.log('Looking for order %s', event?.order ?? 'without a number')
  try {
    find(event?.order)
  } catch (cause) {
    throw new OrderError('The order could not be read', { cause })
  }
}

function find(order) {
  return order.items.length
}
