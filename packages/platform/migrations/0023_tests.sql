CREATE TABLE "test_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"function_id" uuid NOT NULL,
	"qualifier" text NOT NULL,
	"version" integer,
	"revision" text NOT NULL,
	"whole" boolean NOT NULL,
	"suite" text NOT NULL,
	"passed" integer NOT NULL,
	"failed" integer NOT NULL,
	"results" jsonb NOT NULL,
	"duration_ms" double precision NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tests" (
	"function_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"event" text NOT NULL,
	"expect" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "tests_function_id_name_pk" PRIMARY KEY("function_id","name")
);
--> statement-breakpoint
ALTER TABLE "functions" ADD COLUMN "test_settings" jsonb DEFAULT '{"environment":{},"gate":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "test_runs" ADD CONSTRAINT "test_runs_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tests" ADD CONSTRAINT "tests_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "test_runs_function" ON "test_runs" USING btree ("function_id","id");