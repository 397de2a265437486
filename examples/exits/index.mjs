export const handler = async () => {
  console.log('Leaving without an answer')
  process.exit(0)
}
