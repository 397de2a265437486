import csv
import io
import json
import os

import alcove


def handler(event, context):
    """`{"csv": "…"}` or `{"key": "orders.csv"}`: an object of the bucket in the variable BUCKET."""
    key = event.get("key")
    bucket = alcove.bucket(os.environ["BUCKET"]) if key else None
    text = bucket.get(key).text() if bucket else event["csv"]
    result = sum_up(csv.DictReader(io.StringIO(text)))
    if bucket:
        bucket.put(f"{key}.totals.json", json.dumps(result), content_type="application/json")
    print(f"{result['rows']} rows")
    return result


def sum_up(rows):
    """Totals of the columns that hold numbers."""
    count, totals = 0, {}
    for row in rows:
        count += 1
        for column, value in row.items():
            try:
                totals[column] = totals.get(column, 0) + float(value)
            except (TypeError, ValueError):
                continue
    return {"rows": count, "totals": totals}
