CREATE TABLE "builds" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"runtime" text NOT NULL,
	"status" text NOT NULL,
	"queued_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"packages" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"output_hash" text,
	"output_bytes" bigint,
	"diagnostics" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"error" text,
	"log" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "instances" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"function_id" uuid NOT NULL,
	"revision" text NOT NULL,
	"runtime" text NOT NULL,
	"isolation" text NOT NULL,
	"start" text,
	"phases" jsonb NOT NULL,
	"invocations" integer NOT NULL,
	"memory_mb" integer NOT NULL,
	"peak_memory_mb" real,
	"started_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone NOT NULL,
	"end" jsonb NOT NULL,
	"timeline" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "layer_versions" (
	"layer_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"description" text NOT NULL,
	"compatible_runtimes" jsonb NOT NULL,
	"code_hash" text NOT NULL,
	"bytes" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text,
	CONSTRAINT "layer_versions_layer_id_number_pk" PRIMARY KEY("layer_id","number")
);
--> statement-breakpoint
CREATE TABLE "layers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"name" text NOT NULL,
	"last_version" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "layers_name" UNIQUE("space_id","name")
);
--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "secrets" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "build_key" text;--> statement-breakpoint
ALTER TABLE "functions" ADD COLUMN "right_sizing" jsonb DEFAULT '{"mode":"advise"}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "secrets" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "build_key" text;--> statement-breakpoint
ALTER TABLE "spaces" ADD COLUMN "egress" jsonb DEFAULT '{"mode":"internet","allow":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "spaces" ADD COLUMN "storage_mb" integer DEFAULT 1024 NOT NULL;--> statement-breakpoint
ALTER TABLE "layer_versions" ADD CONSTRAINT "layer_versions_layer_id_layers_id_fk" FOREIGN KEY ("layer_id") REFERENCES "public"."layers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "layers" ADD CONSTRAINT "layers_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "builds_output" ON "builds" USING btree ("output_hash");--> statement-breakpoint
CREATE INDEX "instances_function" ON "instances" USING btree ("function_id","ended_at");--> statement-breakpoint
CREATE INDEX "layer_versions_code" ON "layer_versions" USING btree ("code_hash");--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_build_key_builds_key_fk" FOREIGN KEY ("build_key") REFERENCES "public"."builds"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_build_key_builds_key_fk" FOREIGN KEY ("build_key") REFERENCES "public"."builds"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
UPDATE "drafts" SET "configuration" = '{"secrets":[],"scaling":{"minInstances":0,"maxInstances":20,"concurrency":1,"idleTimeoutSeconds":600},"tmpMb":64,"cpus":null,"layers":[]}'::jsonb || "configuration";--> statement-breakpoint
UPDATE "versions" SET "configuration" = '{"secrets":[],"scaling":{"minInstances":0,"maxInstances":20,"concurrency":1,"idleTimeoutSeconds":600},"tmpMb":64,"cpus":null,"layers":[]}'::jsonb || "configuration";
--> statement-breakpoint
UPDATE "drafts" SET "configuration" = jsonb_set("configuration", '{tmpMb}', to_jsonb(("configuration"->>'memoryMb')::int / 2)) WHERE ("configuration"->>'memoryMb')::int < 128;--> statement-breakpoint
UPDATE "versions" SET "configuration" = jsonb_set("configuration", '{tmpMb}', to_jsonb(("configuration"->>'memoryMb')::int / 2)) WHERE ("configuration"->>'memoryMb')::int < 128;
