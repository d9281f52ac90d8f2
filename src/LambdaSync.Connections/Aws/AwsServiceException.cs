using System.Globalization;

namespace LambdaSync.Connections.Aws;

/// <summary>
/// An AWS API refused a call or could not be reached. <see cref="Exception.Message"/> names operation, codes and request id and never a
/// value, so it may be logged; AWS's own words are in <see cref="Error"/> and may not.
/// </summary>
public sealed class AwsServiceException : Exception
{
    internal AwsServiceException(string operation, AwsError error, AwsFault fault, Exception? inner = null)
        : base(Describe(operation, error), inner)
    {
        (Operation, Error, Fault) = (operation, error, fault);
    }

    public string Operation { get; }

    public AwsError Error { get; }

    public AwsFault Fault { get; }

    /// <summary>Whether the same bytes may succeed later. A <see cref="AwsFault.Conflict"/> is not transient: they never will.</summary>
    public bool Transient => Fault is AwsFault.Throttled or AwsFault.Unavailable;

    /// <summary>There are no credentials, or AWS does not accept them: every call of every record fails until an operator corrects that.</summary>
    public bool IsCredentials => AwsFaults.IsCredentials(Code) || (Status == 0 && !Transient);

    /// <summary><see cref="IsCredentials"/>, or a permission is missing.</summary>
    public bool IsAccess => IsCredentials || AwsFaults.IsDenied(Code);

    /// <summary>
    /// Another change set of AWS Marketplace has the entity, or as many are open as the account may have (HTTP 402 of the Catalog API): AWS
    /// did nothing, and takes the same bytes once one has ended.
    /// </summary>
    public bool IsBusy => Code == "ResourceInUseException" || (Code == "ServiceQuotaExceededException" && Status == 402);

    public string Code => Error.Code;

    public string Reason => Error.Reason;

    /// <summary>The fields AWS objects to; empty unless it is a ValidationException that names some.</summary>
    public IReadOnlyList<AwsFieldError> ErrorList => Error.Fields;

    public string RequestId => Error.RequestId;

    /// <summary>HTTP status; 0 when no answer came, so that the call may or may not have taken effect.</summary>
    public int Status => Error.Status;

    static string Describe(string operation, AwsError error)
    {
        var text = operation + ": " + (error.Code.Length > 0 ? error.Code : error.Status == 0 ? "no answer" : "no error code");
        if (error.Reason.Length > 0)
            text += " (" + error.Reason + ")";
        if (error.Status > 0)
            text += string.Create(CultureInfo.InvariantCulture, $", HTTP {error.Status}");
        if (error.Fields.Count > 0)
            text += ", " + string.Join(", ", error.Fields.Select(field => $"{field.FieldName} {field.Code}".Trim()));
        return error.RequestId.Length > 0 ? text + ", request " + error.RequestId : text;
    }
}
