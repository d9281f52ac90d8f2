using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>One row on its way: what is still to be sent of it, and in the end its answer.</summary>
sealed class RowDraft(CrmWrite row)
{
    public CrmWrite Row => row;

    /// <summary>The record's id, 18 characters, or null: it is found or created by the external id.</summary>
    public string? Id { get; set; } = row.Id is { } id ? SalesforceId.Long(id) : null;

    /// <summary>The account that the record has, or null: none, or it was not read.</summary>
    public string? AccountId { get; set; }

    /// <summary>The record's own fields as they will be sent.</summary>
    public FlatRecord Own { get; } = new();

    /// <summary>The related records that the row also writes or creates, by reference field.</summary>
    public SortedDictionary<string, RelatedDraft> Related { get; } = new(StringComparer.Ordinal);

    public List<Issue> Issues { get; } = [];

    /// <summary>Related records of which one is meant, and a person has to say which.</summary>
    public List<CrmReference> Candidates { get; } = [];

    /// <summary>Null: not answered yet.</summary>
    public CrmResult? Result { get; private set; }

    /// <summary>How often Salesforce had another cause than the row.</summary>
    public int Tries { get; set; }

    public bool IsGraph => Related.Values.Any(r => r.IsWritten);

    public bool IsConditional => row.IfVersion is not null;

    public void Warn(string code, string? field, string? value, string rule, string fix) => Issues.Add(Issue.Warning(code, field, value, rule, fix));

    public void End(CrmResult result) => Result ??= result;

    public void Refuse(string? field, string? value, string rule, string fix) =>
        End(CrmResult.Refused([.. Issues, Issue.Error(IssueCodes.CrmRejected, field, value, rule, fix)]));
}

/// <summary>A record that a row's reference field leads to.</summary>
sealed class RelatedDraft(SField link, SObject target)
{
    /// <summary>The reference field: <c>AccountId</c>.</summary>
    public SField Link => link;

    public SObject Target => target;

    /// <summary>The row's fields of the relation, by their name in the related record.</summary>
    public FlatRecord Fields { get; } = new();

    /// <summary>The existing record, or null.</summary>
    public string? Id { get; set; }

    /// <summary>What the existing record has in the fields of <see cref="Fields"/>.</summary>
    public FlatRecord Held { get; set; } = new();

    /// <summary>The record was found by a match: it is not this row's alone.</summary>
    public bool IsFound { get; set; }

    /// <summary>Records of which each matches as well as another.</summary>
    public List<string> Matches { get; } = [];

    /// <summary>Several records match: none is linked or created.</summary>
    public bool IsAmbiguous => Id is null && Matches.Count > 0;

    /// <summary>What the record that is created would be found by.</summary>
    public IReadOnlyList<string> Keys { get; set; } = [];

    /// <summary>A record is created.</summary>
    public bool IsNew { get; set; }

    /// <summary>The unique external id of a record that is created, and its value; null: a plain insert.</summary>
    public (string Field, string Value)? Key { get; set; }

    public bool IsWritten => IsNew || (Id is not null && Fields.Count > 0);

    /// <summary>The field as the row names it.</summary>
    public string Path(string field) => $"{link.Relation}.{field}";
}
