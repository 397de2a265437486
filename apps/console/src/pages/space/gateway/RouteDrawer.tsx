import { PutRoute, type Route, type Space } from '@alcove/contract'
import { Radio, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import { deleteRoute, getRoute, putRoute, type RouteInput, routesKey } from '../../../api/routes.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { QuotaSection } from '../../../components/quota/QuotaSection.tsx'
import { UnsavedGuard } from '../../../components/UnsavedGuard.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useNewNameError } from '../../../components/useNewNameError.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Drawer } from '../../../ui/Drawer.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { BarSpark } from '../../../ui/Sparkline.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { CaptureDialog } from '../../function/triggers/CaptureDialog.tsx'
import { clashOf, draftOfRoute, routeOfDraft } from './route-draft.ts'
import { RouteFields } from './RouteFields.tsx'
import { RoutePath } from './RoutePath.tsx'
import { TryIt } from './TryIt.tsx'

interface RouteDrawerProps {
  space: Space
  /** Null: a new one. */
  route: Route | null
  routes: readonly Route[]
  onClose(): void
  onSaved(name: string): void
}

/** The editor of a route, and beside it a place to try the route as edited. */
export function RouteDrawer({ space, route, routes, onClose, onSaved }: RouteDrawerProps) {
  const { t } = useTranslation()
  const form = useBodyForm({
    fields: draftOfRoute(route),
    schema: PutRoute,
    bodyOf: (typed) => routeOfDraft(typed, route),
  })
  const { values: draft, reset, errorAt } = form
  const { isDirty: edited } = form.formState
  const [view, setView] = useState<'edit' | 'try'>('edit')
  const [deleting, setDeleting] = useState(false)
  const [capturing, setCapturing] = useState(false)
  const permission = useDenied(space)
  const denied = permission('routes:write')
  const invalidates = [routesKey(space.name)]
  const save = useGuardedSave({
    item: route,
    run: (body: RouteInput, seen) => putRoute(space.name, route?.name ?? draft.name, body, seen),
    read: () => getRoute(space.name, route!.name),
    settings: (of) => routeOfDraft(draftOfRoute(of), of),
    typed: (body) => body,
    onTheirs: (theirs) => (theirs ? reset(draftOfRoute(theirs)) : onClose()),
    invalidates,
    done: ({ name }) => t(route ? 'gateway.saved' : 'gateway.created', { name }),
    onDone: (saved) => {
      reset(draftOfRoute(saved))
      onSaved(saved.name)
    },
    handles: (error) => isApiError(error) && error.fields.some(({ path }) => SHOWN.test(path)),
  })
  const remove = useChange({
    run: () => deleteRoute(space.name, route!.name),
    invalidates,
    done: () => t('gateway.deleted', { name: route!.name }),
    onDone: onClose,
  })

  const clash = clashOf(draft, route, routes)
  const pathError = errorAt('path') ?? (clash ? t('gateway.clash', clash) : null)
  const names = routes.map(({ name }) => name)
  const wrongName = useNewNameError({ name: draft.name, taken: names, takenText: t('gateway.nameTaken') })
  const nameError = route === null ? wrongName : null
  const problem =
    denied ??
    (draft.name === '' ? t('fn.triggers.needsName') : null) ??
    nameError ??
    pathError ??
    (form.isWrong ? t('common.fixFields') : null)
  return (
    <Drawer
      label={t('gateway.editor')}
      onClose={onClose}
      title={
        <>
          <h2 className="flex min-w-0 items-center gap-2">
            <span className="mono text-sm text-fg-2">{draft.method}</span>
            <RoutePath path={draft.path} />
          </h2>
          {edited && <Tag tone="warning">{t('gateway.edited')}</Tag>}
        </>
      }
      actions={
        <>
          <Segmented
            label={t('gateway.editor')}
            value={view}
            onChange={setView}
            className="h-6!"
            options={[
              { value: 'edit', label: t('gateway.editor') },
              { value: 'try', label: t('gateway.try.tab') },
            ]}
          />
          {route?.function !== undefined && (
            <IconButton
              size="sm"
              label={t('triggers.capture')}
              disabledReason={permission('logs:read')}
              icon={<Radio size={15} />}
              onClick={() => setCapturing(true)}
            />
          )}
          {route && (
            <IconButton
              size="sm"
              label={t('gateway.delete')}
              disabledReason={denied}
              icon={<Trash2 size={15} />}
              onClick={() => setDeleting(true)}
            />
          )}
        </>
      }
    >
      {route && <Traffic route={route} />}
      {view === 'try' ? (
        <TryIt space={space} draft={draft} route={route} problem={pathError} />
      ) : (
        <form
          noValidate
          className="grid gap-4 bg-inherit px-gutter pt-3"
          onSubmit={(event) => {
            event.preventDefault()
            if (!problem) void form.handleSubmit(() => save.mutate(routeOfDraft(draft, save.base)))()
          }}
        >
          <RouteFields
            space={space.name}
            form={form}
            isNew={!route}
            hasSecret={route?.hmac !== undefined}
            nameError={nameError}
            pathError={pathError}
            refused={save.error}
          />
          <div className="sticky bottom-0 z-1 flex items-center gap-2 border-t border-line bg-inherit py-3">
            <Button
              variant="primary"
              type="submit"
              pending={save.isPending}
              disabledReason={problem ?? (!edited && t('common.nothingChanged'))}
            >
              {route ? t('gateway.save') : t('gateway.create')}
            </Button>
            {edited && route && <Button onClick={() => reset(draftOfRoute(save.base))}>{t('gateway.undo')}</Button>}
          </div>
        </form>
      )}
      {save.conflict && route && <ChangedDialog name={route.name} conflict={save.conflict} pending={save.isPending} />}
      <UnsavedGuard unsaved={edited && !save.isPending && !remove.isPending} param="route">
        <p className="mono wrap-anywhere">
          {draft.method} {draft.path}
        </p>
      </UnsavedGuard>
      {route && view === 'edit' && <QuotaSection place={{ of: 'route', space: space.name, route: route.name }} />}
      {capturing && route?.function !== undefined && (
        <CaptureDialog space={space.name} fn={route.function} source={route} onClose={() => setCapturing(false)} />
      )}
      {route && (
        <ConfirmByName
          open={deleting}
          onClose={() => setDeleting(false)}
          onConfirm={() => remove.mutate(undefined)}
          pending={remove.isPending}
          title={t('gateway.deleteTitle', { name: route.name })}
          name={route.name}
          losses={[t('gateway.deleteLoss', route)]}
        />
      )}
    </Drawer>
  )
}

/** What callers got of the route in the last day, as it is saved. */
function Traffic({ route: { url, method, last24h } }: { route: Route }) {
  const { t } = useTranslation()
  const { calls, errors, refused, hours, errorHours } = last24h
  return (
    <div className="num flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-gutter py-2 text-sm text-fg-2">
      <BarSpark invocations={hours} failures={errorHours} width={96} bars={24} />
      <span>{t('gateway.callsInDay', { count: calls })}</span>
      {errors > 0 && <span className="text-danger">{t('gateway.errorsInDay', { count: errors })}</span>}
      {refused > 0 && <span>{t('gateway.refusedInDay', { count: refused })}</span>}
      <span className="ml-auto flex min-w-0 items-center gap-1">
        <span className="mono cut">{url.replace(/^https?:\/\//, '')}</span>
        <CopyButton text={url} label={t('gateway.copyUrl', { method })} />
      </span>
    </div>
  )
}

/** The fields that show what the server said about them. */
const SHOWN = /^(path|function|qualifier|redirect\.to|answer\.(status|body)|limits|cors|jwt|hmac|schemas\.(body|query))/
