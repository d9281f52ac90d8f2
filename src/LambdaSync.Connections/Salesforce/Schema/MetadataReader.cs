using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Describes objects as mappings see them: with the objects that relations lead to, record types' picklists, and fields that are hidden from the integration user.</summary>
sealed class MetadataReader(SalesforceApi api, SchemaSource schemas)
{
    const string RecordType = "RecordTypeId";

    static readonly string[] Usual = ["Opportunity", "Lead", "Account", "Contact"];

    public async Task<CrmMetadata> Read(IReadOnlyList<string> objects, CancellationToken cancellation)
    {
        var named = objects.Count == 0 ? Usual : [.. objects.Distinct()];
        var loaded = new Dictionary<string, SObject?>(await schemas.Load(api, named, cancellation).ConfigureAwait(false), StringComparer.Ordinal);
        // What a path may cross: every relation of the named objects, and from there the company's own ones.
        await Load(loaded, loaded.Values.OfType<SObject>().SelectMany(o => o.Fields), cancellation).ConfigureAwait(false);
        await Load(loaded, loaded.Values.OfType<SObject>().SelectMany(o => o.Fields).Where(f => f.Name.EndsWith("__c", StringComparison.Ordinal)), cancellation).ConfigureAwait(false);
        var described = new List<CrmObject>();
        foreach (var found in loaded.Values.OfType<SObject>().OrderBy(o => o.Name, StringComparer.Ordinal))
        {
            var isNamed = named.Contains(found.Name);
            described.Add(Of(found, isNamed ? await Hidden(found, cancellation).ConfigureAwait(false) : []) with
            {
                Variants = isNamed ? await Variants(found, cancellation).ConfigureAwait(false) : [],
                VariantField = found.Has(RecordType) ? RecordType : null,
            });
        }

        var metadata = new CrmMetadata(described);
        return metadata with { Token = Token(metadata) };
    }

    async Task Load(Dictionary<string, SObject?> loaded, IEnumerable<SField> fields, CancellationToken cancellation)
    {
        var missing = fields.Where(f => f.Relation is not null).Select(f => f.Target).OfType<string>().Distinct().Where(name => !loaded.ContainsKey(name)).ToList();
        foreach (var (name, found) in await schemas.Load(api, missing, cancellation).ConfigureAwait(false))
            loaded[name] = found;
    }

    static CrmObject Of(SObject found, IEnumerable<string> hidden) => new(found.Name,
    [
        .. found.Fields.Where(f => !FieldTypes.IsCompound(f)).Select(f => Of(found, f)),
        .. hidden.Select(name => new CrmField(name, name, CrmFieldType.Text, Writable: false) { Readable = false }),
    ]);

    static CrmField Of(SObject found, SField f)
    {
        var type = FieldTypes.Of(f);
        var controller = f.Controller is { } name ? found.Field(name) : null;
        return new CrmField(
            f.Name, f.Label, type,
            Length: f.Length,
            Scale: type == CrmFieldType.Number ? f.Scale : -1,
            Required: f is { IsNillable: false, IsCreateable: true, HasDefault: false } && type != CrmFieldType.Boolean,
            ExternalId: f.IsExternalId,
            Restricted: f.IsRestricted,
            Writable: f.IsCreateable || f.IsUpdateable,
            Values: f.Values,
            RelatesTo: f.Target,
            Relation: f.Relation)
        {
            CreateOnly = f is { IsCreateable: true, IsUpdateable: false },
            UpdateOnly = f is { IsCreateable: false, IsUpdateable: true },
            Unique = f.IsUnique,
            Calculated = f.IsCalculated,
            ControlledBy = f.Controller,
            Allowed = controller is null || f.Values is null || f.ValidFor is null ? null : Allowed(f.Values, f.ValidFor, controller),
        };
    }

    // A checkbox has the positions false and true.
    static Dictionary<string, IReadOnlyList<string>> Allowed(IReadOnlyList<string> values, IReadOnlyList<IReadOnlyList<int>?> validFor, SField controller)
    {
        var controlling = controller.Type == "boolean" ? ["false", "true"] : controller.Values ?? [];
        return controlling.Select((value, i) => (value, i)).ToDictionary(
            c => c.value, c => (IReadOnlyList<string>)[.. values.Where((_, v) => validFor[v]?.Contains(c.i) == true)], StringComparer.Ordinal);
    }

    // Names that exist and that the integration user does not see; only with the permission View Setup (Tooling API FieldDefinition).
    async Task<IReadOnlyList<string>> Hidden(SObject found, CancellationToken cancellation)
    {
        try
        {
            var soql = Soql.Select(["QualifiedApiName"], "FieldDefinition", $"EntityDefinition.QualifiedApiName = {Soql.Text(found.Name)}");
            var page = await api.Get("tooling", $"/tooling/query?q={Uri.EscapeDataString(soql)}", cancellation).ConfigureAwait(false);
            var records = new List<JsonElement>();
            await api.Rest(page, records, cancellation).ConfigureAwait(false);
            return [.. records.Select(r => RecordJson.Text(r, "QualifiedApiName")).OfType<string>().Where(name => !found.Has(name) && Soql.IsName(name)).Distinct().Order(StringComparer.Ordinal)];
        }
        catch (SalesforceException refused) when (!refused.Transient)
        {
            return [];
        }
    }

    async Task<IReadOnlyList<CrmVariant>> Variants(SObject found, CancellationToken cancellation)
    {
        // An object whose only record type is the master has none.
        if (found.RecordTypes.All(t => t.IsMaster))
            return [];
        var variants = new List<CrmVariant>();
        foreach (var type in found.RecordTypes.Where(t => !t.IsMaster))
            variants.Add(new CrmVariant(type.Id, type.DeveloperName.Length > 0 ? type.DeveloperName : type.Label, type.IsDefault, await Picklists(found, type, cancellation).ConfigureAwait(false)));
        return variants;
    }

    async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> Picklists(SObject found, SRecordType type, CancellationToken cancellation)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        try
        {
            var answer = await api.Get("picklists", $"/ui-api/object-info/{found.Name}/picklist-values/{type.Id}", cancellation).ConfigureAwait(false);
            if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("picklistFieldValues", out var fields))
            {
                foreach (var field in fields.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.Object && f.Value.TryGetProperty("values", out _)))
                    values[field.Name] = [.. field.Value.GetProperty("values").EnumerateArray().Select(v => ErrorReader.Text(v, "value"))];
            }
        }
        catch (SalesforceException refused) when (!refused.Transient)
        {
            // The UI API does not know every object; then the object's own values count.
        }

        return values;
    }

    // The same description has the same token, whoever reads it.
    static string Token(CrmMetadata metadata)
    {
        var text = new StringBuilder();
        foreach (var described in metadata.Objects)
        {
            text.Append(described.Name).Append('\n');
            foreach (var f in described.Fields)
            {
                text.Append($"{f.Name}\t{f.Label}\t{f.Type}\t{f.Length}\t{f.Scale}\t{f.Required}\t{f.ExternalId}\t{f.Restricted}\t{f.Writable}\t{f.RelatesTo}\t{f.Relation}\t{f.Readable}\t{f.CreateOnly}\t{f.UpdateOnly}\t{f.Unique}\t{f.Calculated}\t{f.ControlledBy}\t");
                text.AppendJoin('\u0001', f.Values ?? []).Append('\t');
                foreach (var (value, allowed) in f.Allowed ?? new Dictionary<string, IReadOnlyList<string>>())
                    text.Append(value).Append('\u0002').AppendJoin('\u0001', allowed);
                text.Append('\n');
            }

            foreach (var variant in described.Variants)
            {
                text.Append($"{variant.Id}\t{variant.Name}\t{variant.IsDefault}\t");
                foreach (var (field, values) in variant.Values.OrderBy(v => v.Key, StringComparer.Ordinal))
                    text.Append(field).Append('\u0002').AppendJoin('\u0001', values);
                text.Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
