CREATE TABLE "host_names" (
	"name" text PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"trigger_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "route_hours" (
	"route_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"calls" integer NOT NULL,
	"errors" integer NOT NULL,
	"refused" integer NOT NULL,
	CONSTRAINT "route_hours_route_id_hour_pk" PRIMARY KEY("route_id","hour")
);
--> statement-breakpoint
CREATE TABLE "routes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"name" text NOT NULL,
	"method" text NOT NULL,
	"path" text NOT NULL,
	"shape" text NOT NULL,
	"enabled" boolean NOT NULL,
	"function_id" uuid,
	"qualifier" text NOT NULL,
	"config" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "routes_name" UNIQUE("space_id","name"),
	CONSTRAINT "routes_shape" UNIQUE("space_id","method","shape")
);
--> statement-breakpoint
CREATE TABLE "seen_signatures" (
	"hash" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "host_names" ADD CONSTRAINT "host_names_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "host_names" ADD CONSTRAINT "host_names_trigger_id_triggers_id_fk" FOREIGN KEY ("trigger_id") REFERENCES "public"."triggers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "route_hours" ADD CONSTRAINT "route_hours_route_id_routes_id_fk" FOREIGN KEY ("route_id") REFERENCES "public"."routes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routes" ADD CONSTRAINT "routes_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routes" ADD CONSTRAINT "routes_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "host_names_space" ON "host_names" USING btree ("space_id");--> statement-breakpoint
CREATE INDEX "host_names_trigger" ON "host_names" USING btree ("trigger_id");--> statement-breakpoint
CREATE INDEX "route_hours_hour" ON "route_hours" USING btree ("hour");--> statement-breakpoint
CREATE INDEX "routes_function" ON "routes" USING btree ("function_id");--> statement-breakpoint
CREATE INDEX "seen_signatures_expiry" ON "seen_signatures" USING btree ("expires_at");