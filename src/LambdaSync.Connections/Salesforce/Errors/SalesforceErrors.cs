using System.Collections.Frozen;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Every error code that the REST API's reference names for our requests, with what to do about it.</summary>
static class SalesforceErrors
{
    public const string Unknown = "";

    const string AskAdmin = "Look the code up in Salesforce's REST API reference and correct the record or the set-up";

    static readonly FrozenDictionary<string, (SalesforceFault Fault, string Fix)> Known = new Dictionary<string, (SalesforceFault, string)>(StringComparer.Ordinal)
    {
        ["invalid_client_id"] = (SalesforceFault.SetUp, "Correct clientId in the secret: it is the consumer key of the External Client App"),
        ["invalid_client"] = (SalesforceFault.SetUp, "Correct clientSecret in the secret: it is the consumer secret of the External Client App"),
        ["invalid_grant"] = (SalesforceFault.SetUp, "Check the External Client App: its flow is enabled, its run-as user is active and API Only, and its policies permit this user"),
        ["invalid_app_access"] = (SalesforceFault.SetUp, "Permit the integration user in the External Client App's policies"),
        ["unsupported_grant_type"] = (SalesforceFault.SetUp, "Enable the client credentials flow, or the JWT bearer flow, in the External Client App"),
        ["inactive_user"] = (SalesforceFault.SetUp, "Activate the integration user"),
        ["inactive_org"] = (SalesforceFault.SetUp, "The organization is locked or has expired: ask Salesforce"),
        ["rate_limit_exceeded"] = (SalesforceFault.Busy, "Wait: Salesforce limits logins of one user"),
        ["INVALID_SESSION_ID"] = (SalesforceFault.SetUp, "Give the integration user the permission API Enabled, and the External Client App the scope api"),
        ["INVALID_AUTH_HEADER"] = (SalesforceFault.SetUp, "Check the External Client App's scopes: it needs api"),
        ["API_DISABLED_FOR_ORG"] = (SalesforceFault.SetUp, "Use an edition with API access, and give the integration user the permission API Enabled"),
        ["API_CURRENTLY_DISABLED"] = (SalesforceFault.SetUp, "Wait until Salesforce has enabled the API again, then check the organization's status page"),
        ["CLIENT_NOT_ACCESSIBLE_FOR_USER"] = (SalesforceFault.SetUp, "Permit the External Client App for the integration user"),
        ["UNSUPPORTED_API_VERSION"] = (SalesforceFault.SetUp, "Set the API version to one that the organization lists"),
        ["REQUEST_LIMIT_EXCEEDED"] = (SalesforceFault.DailyLimit, "Wait until the organization's calls of the last 24 hours fall, or raise its allowance"),
        ["UNABLE_TO_LOCK_ROW"] = (SalesforceFault.Again, "Another transaction holds the record or its parent"),
        ["SERVER_UNAVAILABLE"] = (SalesforceFault.Again, "Salesforce is busy"),
        ["UNKNOWN_EXCEPTION"] = (SalesforceFault.Again, "Salesforce had an internal error"),
        ["INTERNAL_ERROR"] = (SalesforceFault.Again, "Salesforce had an internal error"),
        ["QUERY_TIMEOUT"] = (SalesforceFault.Smaller, "Ask Salesforce for an index on the mapping's flag and external id"),
        ["QUERY_TOO_COMPLICATED"] = (SalesforceFault.Smaller, "Map fewer formula fields: they make the query too long"),
        ["EXCEEDED_ID_LIMIT"] = (SalesforceFault.Smaller, "Read a shorter period"),
        ["INVALID_QUERY_LOCATOR"] = (SalesforceFault.PageLost, "The query starts again"),
        ["FIELD_CUSTOM_VALIDATION_EXCEPTION"] = (SalesforceFault.Row, "Correct the record so that the validation rule accepts it, or exempt the integration user in the rule"),
        ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"] = (SalesforceFault.Row, "Correct the Apex trigger or the flow that refused the record"),
        ["CANNOT_EXECUTE_FLOW_TRIGGER"] = (SalesforceFault.Row, "Correct the flow that refused the record"),
        ["REQUIRED_FIELD_MISSING"] = (SalesforceFault.Row, "Map the required fields, or give them a fallback in the mapping"),
        ["FIELD_FILTER_VALIDATION_EXCEPTION"] = (SalesforceFault.Row, "Choose a related record that the field's lookup filter accepts"),
        ["FIELD_INTEGRITY_EXCEPTION"] = (SalesforceFault.Row, "Correct the field: its value does not fit the record's other values"),
        ["INVALID_CROSS_REFERENCE_KEY"] = (SalesforceFault.Row, "Correct the id of the related record"),
        ["INVALID_CROSS_REFERENCE_TYPE_FOR_FIELD"] = (SalesforceFault.Row, "Send the id of a record of the field's type"),
        ["INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"] = (SalesforceFault.Row, "Give the integration user access to the related record"),
        ["INSUFFICIENT_ACCESS_OR_READONLY"] = (SalesforceFault.Row, "Give the integration user access to the record, or unlock it"),
        ["INSUFFICIENT_ACCESS"] = (SalesforceFault.Row, "Give the integration user access to the object"),
        ["ENTITY_IS_LOCKED"] = (SalesforceFault.Row, "Unlock the record, or let its approval end"),
        ["INACTIVE_OWNER_OR_USER"] = (SalesforceFault.Row, "Give the record an active owner"),
        ["TRANSFER_REQUIRES_READ"] = (SalesforceFault.Row, "Give the new owner read access to the object"),
        ["DELETE_FAILED"] = (SalesforceFault.Row, "Check which records depend on it"),
        ["CIRCULAR_DEPENDENCY"] = (SalesforceFault.Row, "Remove the circle from the records' parents"),
        ["STORAGE_LIMIT_EXCEEDED"] = (SalesforceFault.SetUp, "Free data storage in the organization"),
        ["TXN_SECURITY_METERING_ERROR"] = (SalesforceFault.SetUp, "Exempt the integration user from the transaction security policy"),
        ["STRING_TOO_LONG"] = (SalesforceFault.Field, "Shorten the value, set truncate in the mapping, or map a longer field"),
        ["NUMBER_OUTSIDE_VALID_RANGE"] = (SalesforceFault.Field, "Send a smaller number, or enlarge the field"),
        ["INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"] = (SalesforceFault.Field, "Map the value to one that the record type offers, or add it to the record type's picklist"),
        ["INVALID_EMAIL_ADDRESS"] = (SalesforceFault.Field, "Correct the e-mail address"),
        ["INVALID_TYPE_ON_FIELD_IN_RECORD"] = (SalesforceFault.Field, "Map the value to a field of its type"),
        ["INVALID_FIELD_FOR_INSERT_UPDATE"] = (SalesforceFault.Field, "Give the integration user edit access to the field (permission set LambdaSync_Integration), or map it from Salesforce to AWS only"),
        ["JSON_PARSER_ERROR"] = (SalesforceFault.Field, "Map the value to a field of its type"),
        ["INVALID_FIELD"] = (SalesforceFault.Query, "Give the integration user read access to the field (permission set LambdaSync_Integration), or correct the mapping"),
        ["INVALID_TYPE"] = (SalesforceFault.Query, "Give the integration user access to the object, or correct the mapping"),
        ["MALFORMED_QUERY"] = (SalesforceFault.Query, "Correct the mapping's field names"),
        ["DUPLICATES_DETECTED"] = (SalesforceFault.Question, "Link the record to one of the existing ones, or change the duplicate rule"),
        ["DUPLICATE_VALUE"] = (SalesforceFault.Taken, "Merge the two records, or clear the value in one"),
        ["DUPLICATE_EXTERNAL_ID"] = (SalesforceFault.Several, "Merge the records that have this external id, and make the field unique"),
        ["MULTIPLE_CHOICES"] = (SalesforceFault.Several, "Merge the records that have this external id, and make the field unique"),
        ["ENTITY_IS_DELETED"] = (SalesforceFault.Gone, "Restore the record from the recycle bin, or choose what happens to the opportunity at AWS"),
        ["NOT_FOUND"] = (SalesforceFault.Gone, "The record was deleted, or the integration user may not see it"),
        ["MALFORMED_ID"] = (SalesforceFault.Gone, "The id belongs to another organization or object"),
        ["INVALID_ID_FIELD"] = (SalesforceFault.Gone, "The id belongs to another organization or object"),
        ["ALL_OR_NONE_OPERATION_ROLLED_BACK"] = (SalesforceFault.NotThisRow, "Another row failed"),
        ["PROCESSING_HALTED"] = (SalesforceFault.NotThisRow, "Another row failed"),
        ["INVALID_REPLICATION_DATE"] = (SalesforceFault.PageLost, "Everything linked is compared"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Codes that have an entry.</summary>
    public static IEnumerable<string> Codes => Known.Keys;

    /// <summary>What an answer's first error means. A text is read where one code means different things, and is not kept.</summary>
    public static (SalesforceFault Fault, string Fix) Of(int status, SalesforceError error)
    {
        if (error.Code == "REQUEST_LIMIT_EXCEEDED" && error.Message.Contains("Concurrent", StringComparison.OrdinalIgnoreCase))
            return (SalesforceFault.Busy, "Too many long requests run in the organization at once");
        if (error.Code == "invalid_grant" && Grant(error.Message) is { } fix)
            return (SalesforceFault.SetUp, fix);
        return Known.TryGetValue(error.Code, out var known) ? known : OfStatus(status);
    }

    // Texts of the token endpoint, all under one code.
    static string? Grant(string text) =>
        Has(text, "not supported on this domain") ? "Use your My Domain as host (Setup, My Domain): the general login hosts refuse this flow"
        : Has(text, "no client credentials user") ? "Choose a run-as user in the External Client App's policies (OAuth, client credentials flow)"
        : Has(text, "hasn't approved") ? "Permit the integration user in the External Client App's policies: 'Admin approved users are pre-authorized'"
        : Has(text, "audience") ? "Set audience in the secret to the login address of the organization, https://login.salesforce.com or https://test.salesforce.com"
        : Has(text, "expired") || Has(text, "clock") ? "Correct the clock of this machine, or upload a certificate that has not expired"
        : Has(text, "assertion") ? "Upload the certificate of the secret's key to the External Client App"
        : null;

    static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    static (SalesforceFault, string) OfStatus(int status) => status switch
    {
        300 => Known["MULTIPLE_CHOICES"],
        401 => Known["INVALID_SESSION_ID"],
        404 => Known["NOT_FOUND"],
        410 => Known["UNSUPPORTED_API_VERSION"],
        412 => (SalesforceFault.Changed, "The record has changed since it was read"),
        414 or 431 => (SalesforceFault.Smaller, "The request is too long"),
        429 => (SalesforceFault.Busy, "Salesforce limits the requests of this moment"),
        >= 500 => (SalesforceFault.Again, "Salesforce or a gateway before it is not available"),
        _ => (SalesforceFault.Row, AskAdmin),
    };
}
