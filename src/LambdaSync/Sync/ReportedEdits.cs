using System.Security.Cryptography;
using System.Text;
using LambdaSync.Mapping;

namespace LambdaSync.Sync;

/// <summary>
/// Values that a CRM field has although AWS has another one and no edit of the field is ever sent: each is reported once. A field whose edit
/// was put back has AWS's value here instead. An entry ends when AWS changes the field.
/// </summary>
/// <param name="stored"><see cref="RecordState.ReportedEdits"/>.</param>
public sealed class ReportedEdits(byte[]? stored)
{
    // A longer value is stored as its hash: it is only compared.
    const int MaxLength = 64;

    readonly FlatRecord _marks = new(stored ?? "{}"u8.ToArray());

    public bool Has(string field) => _marks[field] is not null;

    /// <summary>Whether this value of the field was reported.</summary>
    /// <param name="value">Canonical JSON.</param>
    public bool Has(string field, string value) => _marks[field] == Mark(value);

    public void Set(string field, string value) => _marks[field] = Mark(value);

    public void Remove(string field) => _marks[field] = null;

    /// <summary>Flat canonical JSON as it is stored, or null: there are none.</summary>
    public byte[]? ToJson() => _marks.Count == 0 ? null : _marks.ToJson();

    static string Mark(string value) => value.Length <= MaxLength ? value : Scalars.OfText(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value))));
}
