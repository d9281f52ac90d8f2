namespace LambdaSync.Fields;
static class FieldCheck { public static Issue? Check(CatalogueField f, string v, bool outbound) => null; }
