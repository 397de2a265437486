import { route } from './router.mjs'

const notes = new Map([['1', { id: '1', text: 'Notes live as long as their instance' }]])

const answer = route({
  'GET /': () => Response.json({ notes: '/notes' }),
  'GET /notes': () => Response.json([...notes.values()]),
  'GET /notes/:id': (request, { id }) =>
    notes.has(id) ? Response.json(notes.get(id)) : Response.json({ error: `No note ${id}` }, { status: 404 }),
  'POST /notes': async (request) => {
    const { text } = await request.json()
    if (typeof text !== 'string') return Response.json({ error: 'text must be a string' }, { status: 400 })
    const note = { id: String(notes.size + 1), text }
    notes.set(note.id, note)
    console.log('Made note %s', note.id)
    return Response.json(note, { status: 201, headers: { location: `/notes/${note.id}` } })
  },
})

export default { fetch: answer }
