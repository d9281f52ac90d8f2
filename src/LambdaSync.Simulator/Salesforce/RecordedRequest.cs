namespace LambdaSync.Simulator.Salesforce;

/// <summary>A request that the simulator got, as tests read it.</summary>
/// <param name="Resource">token, versions, identity, describeGlobal, describe, query, queryAll, queryMore, sobjects, collections, composite, graph, updated, deleted, limits, event, picklists, tooling.</param>
/// <param name="PathAndQuery">As it came.</param>
/// <param name="Headers">Without Authorization.</param>
/// <param name="Body">As it came; the token endpoint's is not kept.</param>
/// <param name="Soql">Statements in it, those of composite parts included.</param>
public sealed record RecordedRequest(string Resource, string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, string Body, int Status, IReadOnlyList<string> Soql);
