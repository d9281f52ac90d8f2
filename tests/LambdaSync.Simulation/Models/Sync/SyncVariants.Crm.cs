using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Connections.Crm;
using LambdaSync.Mapping;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;

namespace LambdaSync.Simulation.Models.Sync;

/// <content>Guards of what goes to the CRM.</content>
static partial class SyncVariants
{
    // No row of a record that exists carries the id.
    sealed class NoWriteBack() : Variant("no-write-back", "an id that AWS gave is always written back")
    {
        public override T Dress<T>(T target, string function) => target is not ICrm ? target : Intercept.Of(target, call =>
        {
            if (call.Method == nameof(ICrm.Write))
                call.Arguments[1] = (IReadOnlyList<CrmWrite>)[.. ((IReadOnlyList<CrmWrite>)call.Arguments[1]!).Select(row => row.Id is null ? row : row with { ExternalId = null })];
            return call.Proceed();
        });
    }

    sealed class OwnerBlind() : Variant("owner-blind", "the owner of a field wins")
    {
        public override MappingDocument Change(MappingDocument mapping) =>
            mapping with { Opportunity = mapping.Opportunity! with { Fields = [.. mapping.Opportunity.Fields.Select(f => f with { Owner = f.Owner switch { Owner.Aws => Owner.Crm, Owner.Crm => Owner.Aws, _ => f.Owner } })] } };
    }

    // A row carries all that was read of the record.
    sealed class WholeRows() : Variant("whole-rows", "a row carries only what changes")
    {
        public override T Dress<T>(T target, string function)
        {
            if (target is not ICrm)
                return target;
            var read = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
            return Intercept.Of(target, call =>
            {
                if (call.Method == nameof(ICrm.Write))
                    call.Arguments[1] = (IReadOnlyList<CrmWrite>)[.. ((IReadOnlyList<CrmWrite>)call.Arguments[1]!).Select(row => row.Id is { } id && read.TryGetValue(id, out var all) ? row with { Fields = Whole(all, row) } : row)];
                return call.Method == nameof(ICrm.Find) ? call.Proceed<IReadOnlyList<CrmFound>>(found => Remember(read, found)) : call.Proceed();
            });
        }

        static IReadOnlyList<CrmFound> Remember(Dictionary<string, JsonObject> read, IReadOnlyList<CrmFound> found)
        {
            foreach (var record in found.Select(f => f.Record).OfType<CrmRecord>())
                read[record.Id] = JsonNode.Parse(record.Fields)!.AsObject();
            return found;
        }

        static byte[] Whole(JsonObject all, CrmWrite row)
        {
            var fields = new SortedDictionary<string, JsonNode?>(all.Where(f => SyncFields.All.Any(s => s.Crm == f.Key)).ToDictionary(f => f.Key, f => f.Value?.DeepClone()), StringComparer.Ordinal);
            foreach (var (name, value) in JsonNode.Parse(row.Fields)!.AsObject())
                fields[name] = value?.DeepClone();
            return Encoding.UTF8.GetBytes(new JsonObject(fields).ToJsonString());
        }
    }

    sealed class OneStopsAll() : Variant("one-stops-all", "a refused row fails no other")
    {
        public override T Dress<T>(T target, string function) => target is not ICrm ? target : Intercept.Of(target, call =>
            call.Method == nameof(ICrm.Write) ? call.Proceed<IReadOnlyList<CrmResult>>(Together) : call.Proceed());

        static IReadOnlyList<CrmResult> Together(IReadOnlyList<CrmResult> results) =>
            results.FirstOrDefault(r => !r.Written) is { } refused ? [.. results.Select(_ => refused)] : results;
    }
}
