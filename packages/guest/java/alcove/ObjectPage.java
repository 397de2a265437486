package alcove;

import java.util.List;

/**
 * One page of a bucket.
 * @param prefixes the folders, where a delimiter was given
 * @param nextCursor null after the last page
 */
public record ObjectPage(List<BucketObject> items, List<String> prefixes, String nextCursor) {}
