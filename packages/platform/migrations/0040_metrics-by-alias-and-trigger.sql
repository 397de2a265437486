ALTER TABLE "metric_minutes" DROP CONSTRAINT "metric_minutes_function_id_version_minute_pk";--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "success" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "function_error" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "timeout" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "out_of_memory" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "init_error" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "protocol_error" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "throttled" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "rejected" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "cancelled" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "system_error" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "cold_starts" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "concurrency" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "duration_sum_ms" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "metric_minutes" ALTER COLUMN "durations" SET DEFAULT '{}';--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "qualifier" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "trigger" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "prewarmed_starts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "start_sum_ms" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "start_max_ms" double precision;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "instances" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "tasks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "queue_max_ms" double precision;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "cpu_ms" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "cpu_calls" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "bytes_in" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "bytes_out" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "mb_ms" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD COLUMN "memory_mb" integer;--> statement-breakpoint
ALTER TABLE "metric_minutes" ADD CONSTRAINT "metric_minutes_pk" PRIMARY KEY("function_id","minute","version","qualifier","trigger");
