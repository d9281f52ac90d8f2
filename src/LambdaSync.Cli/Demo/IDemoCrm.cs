using System.Text.Json.Nodes;

namespace LambdaSync.Cli.Demo;

/// <summary>The demo's CRM, as its people work in it.</summary>
interface IDemoCrm
{
    /// <returns>The new record's id.</returns>
    /// <exception cref="InvalidOperationException">The CRM refuses the record.</exception>
    Task<string> Create(string crmObject, JsonObject record);

    /// <exception cref="InvalidOperationException">The CRM refuses a value.</exception>
    Task Edit(string crmObject, string id, JsonObject fields);

    /// <summary>A record with all of its fields, its <c>Id</c> too, or null.</summary>
    /// <param name="idOrAwsId">The record's id, or AWS's identifier of it.</param>
    Task<JsonObject?> Get(string crmObject, string idOrAwsId, CancellationToken cancellation);
}
