using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Exchange;

/// <summary>What the run for files has for one object: a file holds records of one.</summary>
sealed class FileObject(AceObject aceObject, CompiledMapping mapping, SendTerms terms, SyncSettings settings)
{
    public AceObject Object => aceObject;

    public CompiledMapping Mapping => mapping;

    public string CrmObject => mapping.Source.CrmObject;

    /// <summary>Where AWS takes its files from.</summary>
    public string Folder { get; } = ExchangeFolders.ToAws(aceObject);

    /// <summary>The first part of its files' names.</summary>
    public string Name { get; } = terms.NameOf(aceObject);

    public FileDecision Decision { get; } = new(settings.Catalog, aceObject, mapping, terms.Head.Version);

    public bool Has(WorkKey key) => aceObject == AceObject.Lead ? key.IsLead : SyncSettings.IsOpportunity(key, CrmObject);

    public WorkKey KeyOf(string awsId) => WorkKey.Of(settings.Catalog, aceObject, awsId);

    /// <summary>The CRM record of a claim; null: the link is closed.</summary>
    public static string? CrmIdOf(Claimed claim) =>
        claim.State is { Closed: false, MovedTo: null } state ? state.CrmId : claim.Key.IsCrmRecord ? claim.Key.Id[(claim.Key.Id.IndexOf('/', StringComparison.Ordinal) + 1)..] : null;
}
