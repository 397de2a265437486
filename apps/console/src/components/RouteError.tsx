import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ErrorView } from './ErrorView.tsx'

/** Replaces a page that could not be loaded, inside the frame if there is one. */
export function RouteError({ error }: { error: unknown }) {
  const router = useRouter()
  useEffect(() => {
    const again = () => void router.invalidate()
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [router])
  return (
    <div className="grid min-h-full flex-1 place-items-center">
      <ErrorView page error={error} onRetry={() => void router.invalidate()} />
    </div>
  )
}
