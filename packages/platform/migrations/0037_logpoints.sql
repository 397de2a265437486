CREATE TABLE "logpoints" (
	"id" uuid PRIMARY KEY NOT NULL,
	"function_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"file" text NOT NULL,
	"line" integer NOT NULL,
	"expression" text NOT NULL,
	"condition" text,
	"hits" integer DEFAULT 0 NOT NULL,
	"max_hits" integer NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ending" text,
	"problem" text,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "logpoints" ADD CONSTRAINT "logpoints_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "logpoints_function" ON "logpoints" USING btree ("function_id","id");