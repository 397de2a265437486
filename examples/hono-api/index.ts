import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'

interface Note {
  id: string
  text: string
}

// Lives as long as this instance. Keep what must last in a bucket or a database.
const notes = new Map<string, Note>([['1', { id: '1', text: 'Milk' }]])
const app = new Hono()

app.get('/', (c) => c.json({ notes: '/notes' }))
app.get('/notes', (c) => c.json([...notes.values()]))
app.get('/notes/:id', (c) => {
  const note = notes.get(c.req.param('id'))
  if (!note) throw new HTTPException(404, { message: `No note ${c.req.param('id')}` })
  return c.json(note)
})
app.post('/notes', async (c) => {
  const { text } = await c.req.json<{ text?: unknown }>()
  if (typeof text !== 'string' || text === '') throw new HTTPException(400, { message: 'text must not be empty' })
  const note = { id: String(notes.size + 1), text }
  notes.set(note.id, note)
  return c.json(note, 201)
})

app.onError((error, c) => {
  if (error instanceof HTTPException) return c.json({ error: error.message }, error.status)
  console.error(error)
  return c.json({ error: 'Something went wrong' }, 500)
})

export default app
