namespace LambdaSync.Connections.Crm;

/// <summary>What is wrong with a CRM's set-up for what the settings and its relays are to do.</summary>
/// <param name="Stops">Records would be refused, or hold wrong values; else something comes later than it could.</param>
public sealed record CrmSetUpFault(string What, bool Stops, string Detail, string Fix);
