import type { Space, Visibility } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Globe, Lock } from 'lucide-react'
import { useState } from 'react'
import { visibilityPreviewQuery } from '../../api/access.ts'
import { spaceKey, spacesQuery, updateSpace } from '../../api/spaces.ts'
import { ErrorView } from '../../components/ErrorView.tsx'
import { useChange } from '../../components/useChange.ts'
import { useDenied } from '../../components/useDenied.ts'
import { useTranslation } from '../../i18n/index.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'

/** Private or public. Takes effect at once, so it first says what will change. */
export function VisibilitySwitch({ space }: { space: Space }) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState<Visibility | null>(null)
  const denied = useDenied(space)('spaces:write')
  const change = useChange({
    run: (visibility: Visibility) => updateSpace(space.name, { visibility }),
    invalidates: [spaceKey(space.name), spacesQuery.queryKey],
    done: (updated) =>
      t(updated.visibility === 'public' ? 'spaces.nowPublic' : 'spaces.nowPrivate', { space: space.name }),
    onDone: () => setWanted(null),
  })
  return (
    <>
      <Tooltip content={denied}>
        <span>
          <Segmented
            label={t('spaces.visibility')}
            value={space.visibility}
            onChange={setWanted}
            disabled={denied !== null}
            options={[
              {
                value: 'private',
                label: t('spaces.private'),
                icon: <Lock size={13} />,
              },
              {
                value: 'public',
                label: t('spaces.public'),
                icon: <Globe size={13} />,
              },
            ]}
          />
        </span>
      </Tooltip>
      <span className="min-w-0 text-fg-2">{t(`spaces.${space.visibility}Means`)}</span>
      {wanted !== null && wanted !== space.visibility && (
        <FormDialog
          onClose={() => setWanted(null)}
          title={t(wanted === 'public' ? 'spaces.makePublic' : 'spaces.makePrivate', { space: space.name })}
          submit={t(wanted === 'public' ? 'spaces.makePublic' : 'spaces.makePrivate', { space: space.name })}
          pending={change.isPending}
          onSubmit={() => change.mutate(wanted)}
        >
          <ul className="grid gap-1.5 text-fg-2">
            {(wanted === 'public'
              ? (['seen', 'called', 'kept'] as const)
              : (['hidden', 'refused', 'granted'] as const)
            ).map((line) => (
              <li key={line} className="flex gap-2">
                <span aria-hidden="true">·</span>
                {t(`spaces.${line}`, { count: space.memberCount })}
              </li>
            ))}
          </ul>
          <Preview space={space.name} to={wanted} />
        </FormDialog>
      )}
    </>
  )
}

/** Who gains or loses something, and which recorded calls would have ended otherwise. Zero is an answer too. */
function Preview({ space, to }: { space: string; to: Visibility }) {
  const { t } = useTranslation()
  const { data, error } = useQuery(visibilityPreviewQuery(space, to))
  if (error) return <ErrorView error={error} />
  if (!data) return <p className="text-fg-3">{t('spaces.counting')}</p>
  const { calls, gain, lose } = data
  return (
    <div className="grid gap-1.5 rounded-field border border-line bg-sunken px-3 py-2" aria-live="polite">
      <p>{to === 'public' ? t('spaces.gain', { count: gain }) : t('spaces.lose', { count: lose })}</p>
      <p className={calls.newlyRefused > 0 ? 'text-danger' : undefined}>
        {to === 'public'
          ? t('spaces.newlyAllowed', { count: calls.newlyAllowed })
          : t('spaces.newlyRefused', { count: calls.newlyRefused })}
      </p>
      {calls.callers.length > 0 && (
        <ul className="text-sm text-fg-2">
          {calls.callers.map(({ caller, refused, allowed }) => (
            <li key={caller} className="flex justify-between gap-3">
              <span className="cut">{caller}</span>
              <span className="num">{refused + allowed}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
