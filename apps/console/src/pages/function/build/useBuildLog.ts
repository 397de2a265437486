import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { buildLogUrl, isUnderWay } from '../../../api/builds.ts'
import { functionKey } from '../../../api/functions.ts'
import type { LoggedBuild } from './useBuild.ts'

interface Followed {
  key: string
  text: string
  lost: boolean
}

/** The log while it is written; for an ended build, all of it. */
export function useBuildLog(space: string, fn: string, build: LoggedBuild): { text: string; lost: boolean } {
  const client = useQueryClient()
  const underWay = isUnderWay(build)
  const key = `${build.key} ${build.queuedAt}`
  const [followed, setFollowed] = useState<Followed>({ key, text: '', lost: false })
  useEffect(() => {
    if (!underWay) return
    const source = new EventSource(buildLogUrl(space, fn))
    source.addEventListener('log', (event) => {
      const { text } = JSON.parse(event.data as string) as { text: string }
      setFollowed((before) => ({ key, text: before.key === key ? before.text + text : text, lost: false }))
    })
    source.addEventListener('end', () => {
      source.close()
      void client.invalidateQueries({ queryKey: [...functionKey(space, fn), 'build'] })
    })
    source.addEventListener('error', () => {
      // The browser reconnects on its own, unless the server refused.
      if (source.readyState === EventSource.CLOSED) setFollowed((before) => ({ ...before, lost: true }))
    })
    return () => source.close()
  }, [client, space, fn, key, underWay])
  if (!underWay) return { text: build.log, lost: false }
  return followed.key === key ? followed : { text: '', lost: false }
}
