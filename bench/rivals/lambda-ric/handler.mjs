export const handler = async () => ({ hello: 'world' })
