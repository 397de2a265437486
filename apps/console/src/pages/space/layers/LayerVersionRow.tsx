import type { LayerVersion } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { Download, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { deleteLayerVersion, layerArchiveUrl, layersKey } from '../../../api/layers.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { saidActor } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { buttonClass } from '../../../ui/Button.tsx'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Time } from '../../../ui/Time.tsx'
import { Tooltip } from '../../../ui/Tooltip.tsx'
import { inUse } from './inUse.ts'
import { RuntimeNames } from './RuntimeNames.tsx'

interface LayerVersionRowProps {
  space: string
  version: LayerVersion
  /** Why the user may not change layers; null when they may. */
  denied: string | null
}

const icon = { size: 14 } as const

export function LayerVersionRow({ space, version, denied }: LayerVersionRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [deleting, setDeleting] = useState(false)
  const names = { layer: version.layer, version: version.version }
  const remove = useChange({
    run: () => deleteLayerVersion(space, version.layer, version.version),
    invalidates: [layersKey(space)],
    done: () => t('layers.deletedVersion', names),
    onDone: () => setDeleting(false),
  })
  const reason = inUse(t, version)
  return (
    <li className="border-t border-line px-gutter py-2">
      <div className="flex items-center gap-3">
        <span className="mono font-name">v{version.version}</span>
        <span className="num text-fg-2">{format.bytes(version.bytes)}</span>
        <RuntimeNames runtimes={version.compatibleRuntimes} />
        <span className="ml-auto flex">
          <Tooltip content={t('layers.download', names)}>
            <a
              href={layerArchiveUrl(space, version.layer, version.version)}
              download={`${version.layer}-v${version.version}.zip`}
              aria-label={t('layers.download', names)}
              className={buttonClass({ variant: 'ghost', size: 'sm', icon: true })}
            >
              <Download {...icon} />
            </a>
          </Tooltip>
          <IconButton
            size="sm"
            label={t('layers.deleteVersion', names)}
            disabledReason={denied ?? reason}
            icon={<Trash2 {...icon} />}
            onClick={() => setDeleting(true)}
          />
        </span>
      </div>
      {version.description && <p className="wrap-anywhere">{version.description}</p>}
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-fg-3">
        <Time at={version.createdAt} />
        {version.createdBy && <span>{t('layers.by', { name: saidActor(version.createdBy) })}</span>}
        <span className="mono" title={version.codeHash}>
          {version.codeHash.slice(0, 8)}
        </span>
      </p>
      {version.usedBy.length > 0 && (
        <p className="mt-1 flex flex-wrap items-center gap-1.5 text-sm text-fg-2">
          {t('layers.users')}
          {version.usedBy.map((user) => (
            <Link
              key={`${user.function} ${user.version}`}
              {...paths.configuration(space, user.function)}
              className="flex max-w-full rounded-tag hover:bg-active"
            >
              <Tag shrinks>
                {user.function} · {user.version === null ? t('layers.draftOf') : `v${user.version}`}
              </Tag>
            </Link>
          ))}
        </p>
      )}
      <ConfirmByName
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('layers.deleteVersion', names)}
        name={version.layer}
        losses={[t('layers.deleteVersionLoss', { ...names, size: format.bytes(version.bytes) })]}
      />
    </li>
  )
}
