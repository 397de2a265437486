/**
 * Writers that refer to a blob hold it shared, the sweep exclusively: so the sweep never deletes a blob about to be
 * used.
 */
export const BLOBS_LOCK = 0x626c6f62
