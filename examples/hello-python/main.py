import logging

logger = logging.getLogger(__name__)


def handler(event, context):
    name = (event or {}).get("name", "world")
    logger.info("Greeting %s from %s", name, context.function_name)
    return {"message": f"Hello, {name}!", "version": context.function_version}
