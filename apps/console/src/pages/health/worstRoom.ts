import { DISK_ROOMS, type AlcoveServer, type DiskRoom } from '@alcove/contract'

/** The room of the server that has least of it. */
export function worstRoom(servers: readonly AlcoveServer[]): DiskRoom {
  return DISK_ROOMS[Math.max(0, ...servers.map(({ disk }) => DISK_ROOMS.indexOf(disk.room)))]!
}
